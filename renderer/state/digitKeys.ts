/** A digit alone means a view; several, or one and an x, mean a speed. So a digit waits for what comes after it. */
const waitMs = 400;

export class DigitKeys {
  private text = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly onView: (digit: string) => void;

  constructor(onView: (digit: string) => void) {
    this.onView = onView;
  }

  take(digit: string): void {
    this.text += digit;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const { text } = this;
      this.text = '';
      if (text.length === 1) this.onView(text);
    }, waitMs);
  }

  /** The number so far, which is spent by asking; undefined where there is none. */
  spend(): number | undefined {
    clearTimeout(this.timer);
    const value = Number(this.text);
    const has = this.text !== '';
    this.text = '';
    return has && Number.isFinite(value) ? value : undefined;
  }
}
