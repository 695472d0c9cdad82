/** So large a file may be that is handed over, as evidence or as a plan, before a command speaks of it. */
export const mostFileBytes = 16_777_216;
