import { z } from 'zod';

export const ReportInput = z.object({ token: z.string() });
