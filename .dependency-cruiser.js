const never = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: to },
});

/** The five nevers of docs/architecture.md. */
export default {
  forbidden: [
    never(
      'core-is-pure',
      '^src/(domain|machines|ports)/',
      '^src/(adapters|background|ui|content|messages)/|^backend/',
      'domain, machines and ports know nothing of the parts that act',
    ),
    never(
      'adapters-do-not-decide',
      '^src/adapters/',
      '^src/(machines|background|ui|content)/',
      'an adapter serves a port; what is decided with it is decided elsewhere',
    ),
    never(
      'pages-only-talk',
      '^src/(ui|content)/',
      '^src/(adapters|background|ports)/',
      'pages render the View and send messages',
    ),
    never('content-is-small', '^src/content/', '^src/machines/|node_modules', 'the sensor brings no library'),
    {
      name: 'nothing-needs-the-background',
      severity: 'error',
      comment: 'background is where the parts meet; nobody imports the meeting',
      from: { path: '^(src|contract|backend)/', pathNot: '^src/background/' },
      to: { path: '^src/background/' },
    },
    never('extension-knows-no-backend', '^src/', '^(backend|dashboard)/', 'they meet in contract only'),
    never('backend-knows-no-extension', '^backend/', '^(src|dashboard)/', 'they meet in contract only'),
    never(
      'contract-knows-nobody',
      '^contract/',
      '^(src|backend|dashboard)/',
      'a contract has no parties inside',
    ),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    // What the build makes (virtual:…) is in no file.
    {
      name: 'no-orphan-imports',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.worktime)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
