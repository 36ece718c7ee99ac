/** All addresses of the app. A screen's module is loaded when it is first opened. */

/** @import { Open, Route } from './ui/types.d.ts' */

/** @type {() => Promise<Open>} */
export const signIn = async () => (await import('./accounts/sign-in.js')).openSignIn;

/** @type {() => Promise<Open>} */
export const changePassword = async () => (await import('./accounts/change-password.js')).openChangePassword;

/** The first is the screen of an empty address. @type {Route[]} */
export const ROUTES = [
  { path: '/villages', load: async () => (await import('./villages/villages.js')).openVillages },
  { path: '/village/:village', load: async () => (await import('./villages/roster.js')).openRoster },
  { path: '/village/:village/household/:household', load: async () => (await import('./enrollment/household.js')).openHousehold },
  { path: '/village/:village/household/:household/returned', load: async () => (await import('./enrollment/returned.js')).openReturned },
  { path: '/village/:village/household/:household/consent', load: async () => (await import('./enrollment/consent-screen.js')).openConsent },
  { path: '/village/:village/groups', load: async () => (await import('./groups/groups.js')).openGroups },
  { path: '/village/:village/group/:group', load: async () => (await import('./groups/group.js')).openGroup },
  { path: '/village/:village/group/:group/pick', load: async () => (await import('./groups/pick.js')).openPick },
  { path: '/village/:village/group/:group/consent', load: async () => (await import('./groups/consent.js')).openGroupConsent },
  { path: '/hand-in/:village', load: async () => (await import('./batches/hand-in.js')).openHandIn },
  { path: '/hand-in', load: async () => (await import('./villages/choose.js')).openChoice },
  { path: '/sync', load: async () => (await import('./sync/centre.js')).openCentre },
  { path: '/me', load: async () => (await import('./accounts/me.js')).openMe },
  { path: '/sign-in', load: signIn, anonymous: true },
  { path: '/password', load: changePassword },
];
