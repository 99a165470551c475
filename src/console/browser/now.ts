/** The time by the clock of the machine that the page is open on. Whether something may be done is judged by the server's. */
export const now = (): Date => new Date();
