/** All addresses of the app. A screen's module is loaded when it is first opened. */

/** @import { Open, Route } from './ui/types.d.ts' */

/** @type {() => Promise<Open>} */
export const signIn = async () => (await import('./accounts/sign-in.js')).openSignIn;

/** @type {() => Promise<Open>} */
export const changePassword = async () => (await import('./accounts/change-password.js')).openChangePassword;

/** @type {() => Promise<Open>} */
export const unlock = async () => (await import('./lock/unlock.js')).openUnlock;

/** @type {() => Promise<Open>} */
export const setPin = async () => (await import('./lock/set-pin.js')).openSetPin;

/** The first is the screen of an empty address. @type {Route[]} */
export const ROUTES = [
  { path: '/villages', title: '我的村', load: async () => (await import('./villages/villages.js')).openVillages },
  { path: '/village/:village', title: '花名册', load: async () => (await import('./villages/roster.js')).openRoster },
  { path: '/village/:village/household/:household', title: '一户', load: async () => (await import('./enrollment/household.js')).openHousehold, records: true },
  { path: '/village/:village/household/:household/returned', title: '改退回件', load: async () => (await import('./enrollment/returned.js')).openReturned, records: true },
  { path: '/village/:village/household/:household/consent', title: '同意与签字', load: async () => (await import('./enrollment/consent.js')).openConsent, records: true },
  { path: '/village/:village/household/:household/slip', title: '登记单', load: async () => (await import('./daily/slip-screen.js')).openSlip },
  { path: '/village/:village/household/:household/withdraw', title: '撤回', load: async () => (await import('./daily/withdraw-screen.js')).openWithdraw, records: true },
  { path: '/village/:village/household/:household/move', title: '搬户', load: async () => (await import('./daily/move-screen.js')).openMove, records: true },
  { path: '/village/:village/household/:household/transfer', title: '转交', load: async () => (await import('./daily/transfer.js')).openTransfer, records: true },
  { path: '/village/:village/household/:household/claim', title: '报案', load: async () => (await import('./claims/form.js')).openClaimForm, records: true },
  { path: '/village/:village/claim/:claim', title: '报案', load: async () => (await import('./claims/notice.js')).openNotice, records: true },
  { path: '/village/:village/renewal', title: '续保', load: async () => (await import('./renewals/renewal-screen.js')).openRenewal, records: true },
  { path: '/village/:village/groups', title: '小型团单', load: async () => (await import('./groups/groups.js')).openGroups },
  { path: '/village/:village/group/:group', title: '小型团单', load: async () => (await import('./groups/group.js')).openGroup, records: true },
  { path: '/village/:village/group/:group/pick', title: '从花名册选', load: async () => (await import('./groups/pick.js')).openPick, records: true },
  { path: '/village/:village/group/:group/consent', title: '同意与签字', load: async () => (await import('./groups/consent.js')).openGroupConsent, records: true },
  { path: '/hand-in/:village', title: '交件', load: async () => (await import('./batches/hand-in.js')).openHandIn },
  { path: '/hand-in', title: '交件', load: async () => (await import('./villages/choose.js')).openChoice },
  { path: '/sync', title: '同步', load: async () => (await import('./sync/centre.js')).openCentre },
  { path: '/check', title: '检查这台手机', load: async () => (await import('./floor/check.js')).openCheck, anonymous: true },
  { path: '/today', title: '今天', load: async () => (await import('./daily/today.js')).openToday },
  { path: '/today/:day', title: '今天', load: async () => (await import('./daily/today.js')).openToday },
  { path: '/payins', title: '交款', load: async () => (await import('./daily/payin-list.js')).openPayins },
  { path: '/payins/new', title: '交款', load: async () => (await import('./daily/payin-form.js')).openPayinForm, records: true },
  { path: '/claims', title: '报案', load: async () => (await import('./claims/list.js')).openClaims },
  { path: '/me', title: '我的', load: async () => (await import('./accounts/me.js')).openMe },
  { path: '/sign-in', title: '登录', load: signIn, anonymous: true },
  { path: '/forgotten', title: '登录', load: async () => (await import('./accounts/sign-in.js')).openForgotten, anonymous: true },
  { path: '/pin', title: '改数字密码', load: setPin },
  { path: '/password', title: '修改密码', load: changePassword },
];
