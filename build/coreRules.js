import { builtinRules } from 'eslint/use-at-your-own-risk';

// Rules of eslint that oxlint does not have itself.
export default {
  meta: { name: 'core' },
  rules: { 'no-restricted-syntax': builtinRules.get('no-restricted-syntax') },
};
