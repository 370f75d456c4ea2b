import { Component, type ComponentType, h } from 'preact';

/**
 * Draws a component anew only when one of its props is another: of 200 tickets one changes at a
 * time. (`preact/compat` has the same, with much that nobody needs here.)
 */
export function memo<Props extends object>(Drawn: ComponentType<Props>): ComponentType<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const names = Object.keys(next) as (keyof Props)[];
      return names.some((name) => next[name] !== (this.props as Props)[name]);
    }
    override render() {
      return h(Drawn as ComponentType<object>, this.props);
    }
  };
}
