/** Whether photos may go over the connection there is. Pure. */

/** @typedef {{ type?: string, effectiveType?: string, saveData?: boolean } & Partial<EventTarget>} Network NetworkInformation, where a browser has it */

const FREE = ['wifi', 'ethernet'];

/**
 * Wi-Fi and 4G only, unless every network was allowed; a browser that does not say is believed.
 *
 * @param {Network | null} network
 * @param {boolean} anyNetwork the agent's choice
 */
export function maySend(network, anyNetwork) {
  if (anyNetwork || !network) return true;
  if (FREE.includes(network.type ?? '')) return true;
  if (network.saveData) return false;
  return (network.effectiveType ?? '4g') === '4g';
}
