import { z } from 'zod';
import { isDay } from '../audit-levels.ts';

const pattern = (): z.ZodString =>
  z
    .string()
    .regex(/^[a-z]+\/(?:\*|[a-z][a-z0-9-]*)$/, 'a rule is called area/title, and area/* is all of an area')
    .meta({ description: 'A rule, such as `vault/kv-path`, or all of an area: `vault/*`.' });

const name = (description: string): z.ZodOptional<z.ZodString> => z.string().min(1).optional().meta({ description });

/** What the audit heeds: how bad its rules are here, and what it leaves out. */
export function auditSection() {
  return z
    .strictObject({
      rules: z
        .record(pattern(), z.enum(['off', 'info', 'warning', 'error']))
        .optional()
        .meta({ description: 'How bad what a rule sees is here; `off` leaves it out.' }),
      ignore: z
        .array(
          z.strictObject({
            rule: pattern(),
            namespace: name('Only in this Nomad namespace.'),
            job: name('Only about this job.'),
            group: name('Only about this group of it.'),
            task: name('Only about this task.'),
            service: name('Only about this service.'),
            agent: name('Only about this agent.'),
            object: name('Only about this object: `vault/jwt-role/jwt-nomad/web`.'),
            reason: z.string().regex(/\S/, 'say why').meta({ description: 'Why it is right as it is. Required.' }),
            until: z
              .string()
              .regex(/^\d{4}-\d\d-\d\d$/, 'a day is written 2027-01-31')
              .refine((text) => !/^\d{4}-\d\d-\d\d$/.test(text) || isDay(text), 'there is no such day')
              .optional()
              .meta({ description: 'The last day on which it is ignored.' }),
          }),
        )
        .optional()
        .meta({ description: 'Findings to leave out, together with what follows from them.' }),
    })
    .meta({ description: 'Options of `wid audit`.' });
}

export type AuditSection = z.output<ReturnType<typeof auditSection>>;
