import type { Act } from './acts.ts';
import type { Person } from './person.ts';
import type { Truth } from './truth.ts';
import type { World } from './world.ts';

/** Does an act in a world. */
export const perform = async (act: Act, world: World, person: Person, truth: Truth): Promise<void> => {
  const { workers, network, backend } = world;
  switch (act.do) {
    case 'start':
      return person.beginReview(act.review, act.number);
    case 'end':
      return person.endReview(act.review);
    case 'open':
      return person.openTab(act.tab, act.number);
    case 'close':
      return person.closeTab(act.tab);
    case 'sign-in':
      return person.signIn(act.user, act.lifetimeMs, act.by);
    case 'sign-out':
      await person.ask({ type: 'SIGN_OUT' });
      return;
    case 'sync':
      await person.ask({ type: 'SYNC_NOW' });
      return;
    case 'retry-failed':
      return person.retryFailed();
    case 'offline':
    case 'online':
      network.isOnline = act.do === 'online';
      if (act.do === 'online' || act.isNoticed) workers.happen((app) => app.networkChanged());
      return;
    case 'weather':
      network.weather = act.kind;
      return;
    case 'clear-sky':
      network.weather = null;
      return;
    case 'kill-worker':
      workers.kill();
      return;
    case 'kill-soon':
      workers.killIn(act.breaths);
      return;
    case 'restart-browser':
      truth.disturb();
      world.restartBrowser(act.isTorn);
      if (act.isTorn) truth.onTorn((key) => world.disk.read(key) !== undefined);
      return;
    case 'update':
      world.update();
      return;
    case 'clock':
      truth.disturb();
      world.shiftClock(act.byMs);
      return;
    case 'sleep':
      truth.disturb();
      world.sleep(act.forMs);
      return;
    case 'lose-alarm':
      truth.disturb();
      world.loseAlarm();
      return;
    case 'ring':
      workers.happen((app) => app.wakeUp());
      return;
    case 'revoke-access':
      backend.tokens.revokeAccess();
      return;
    case 'revoke-family':
      backend.tokens.revokeFamilies();
      return;
  }
};
