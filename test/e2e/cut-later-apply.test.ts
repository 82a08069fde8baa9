import { describeCutApply, first, second } from './cut-apply.ts';

describeCutApply('an apply that edits, replaces, adds and prunes', second, first);
