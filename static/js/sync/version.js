/** What of the wire this program reads; a base fetched by an older one is fetched anew. */
export const WIRE = 1;
