/** The table that the server puts in front of sw.js: {path: hex SHA-256}. */
declare const PRECACHE: Record<string, string>;
declare const LATER: Record<string, string>;
