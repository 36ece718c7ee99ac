/** Groups that are open on this phone: a screen and its sub-screens work on the same form. */

import { partsOf } from '../villages/paths.js';
import { storesOf } from '../villages/stores.js';
import { freeId } from './draft.js';
import { GroupForm } from './form.js';

/** @import { VillageStore } from '../store/types.d.ts' */
/** @import { App, Params } from '../ui/types.d.ts' */

/** @type {WeakMap<VillageStore, Map<string, GroupForm>>} */
const opened = new WeakMap();

/**
 * @param {App} app
 * @param {Params} params village
 * @returns {Promise<VillageStore | null>} null: no campaign of groups is open in this village, or not on this phone
 */
export async function groupStore(app, params) {
  if (!app.phone.downloaded(partsOf(params.village).village)?.ready) return null;
  const { store } = await storesOf(app.phone).open(params.village);
  const sale = [store.campaign, ...store.sales.map(({ campaign }) => campaign)].find((one) => one?.kind === 'MICRO_GROUP');
  const found = sale && store.of(sale.id);
  return found?.template ? found : null;
}

/**
 * @param {App} app
 * @param {Params} params village, group: id of the policyholder, `new` or `new1`
 * @returns {Promise<GroupForm | null>}
 */
export async function groupForm(app, params) {
  const store = await groupStore(app, params);
  if (!store) return null;
  const id = params.group === 'new' ? freeId(store.resting('group:')) : params.group;
  const forms = opened.get(store) ?? new Map();
  opened.set(store, forms);
  const known = forms.get(id);
  if (known && known.today === app.phone.today() && known.id === id) return known;
  const form = new GroupForm(app, store, id);
  forms.set(id, form);
  return form;
}
