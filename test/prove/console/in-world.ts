import { type ApiWorld, makeApiWorld } from '../../api/world';
import type { Finding, Stage } from '../proof';

export type Play = (world: ApiWorld, stage: Stage) => Promise<Finding>;

/** Each proof has a world of its own. */
export const inWorld =
  (play: Play, environment: Record<string, string> = {}) =>
  async (stage: Stage): Promise<Finding> => {
    const world = await makeApiWorld(environment);
    try {
      return await play(world, stage);
    } finally {
      await world.end();
    }
  };
