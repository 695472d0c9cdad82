/** What may be said of an option, in the order in which it is told. */
export const aspects = [
  { what: 'money', name: 'Money' },
  { what: 'risk', name: 'Risk' },
  { what: 'compliance', name: 'Compliance' },
  { what: 'customers', name: 'Customers' },
  { what: 'evidence', name: 'Evidence' },
] as const;
