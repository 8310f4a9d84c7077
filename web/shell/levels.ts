// What the levels of accounts may open. BroadWorks and the server decide; the page only offers no dead ends.

/** Group administrators and up see groups as a whole; below there are users only. */
export const leastForGroups = 8;
