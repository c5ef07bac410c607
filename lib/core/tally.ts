/** What is added up of the record, for charts. This is stored data: a word that changes its meaning needs another `tallyVersion`. */

/** With another one, everything is counted anew. */
export const tallyVersion = 1;
