// `npm test -- -u` rewrites snapshots, and everything else that is written down to be compared. Jest tells tests only here.
const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };

export const rewriting = snapshotState._updateSnapshot === 'all';
