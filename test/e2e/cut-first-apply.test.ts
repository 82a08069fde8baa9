import { describeCutApply, first } from './cut-apply.ts';

describeCutApply('a first apply', first);
