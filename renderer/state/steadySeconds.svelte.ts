/** The page's own clock, a second at a time: for how long ago something was heard, never for the launch's time. */
export class SteadySeconds {
  nowMs = $state(performance.now());

  constructor() {
    $effect(() => {
      const timer = setInterval(() => {
        this.nowMs = performance.now();
      }, 1000);
      return () => clearInterval(timer);
    });
  }
}
