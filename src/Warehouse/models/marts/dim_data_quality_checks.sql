-- grain: one row per data-quality check (check_name)

with final (check_name, check_position, base_severity, detail) as (
  values
    ('duplicate_assignments', 1, 'warn', 'Assignments repeated for a unit in the same variant; its first one was kept.'),
    ('crossover_units', 2, 'warn', 'Units were assigned to more than one variant; they were left out of the analysis.'),
    ('unknown_variant_units', 3, 'warn', 'Units were assigned to a variant the experiment does not have; they were left out.'),
    ('pre_assignment_exposures', 4, 'warn', 'Units were exposed before their assignment; in exposed mode they were left out.'),
    ('variant_mismatches', 5, 'warn', 'Units saw another variant than theirs; in exposed mode they were left out.'),
    ('multi_variation_exposures', 6, 'warn', 'Units saw more than one variant; in exposed mode they were left out.'),
    ('exposures_outside_window', 7, 'warn', 'Units were exposed before the experiment started or after it ended; those exposures do not count.'),
    ('late_exposures', 8, 'warn', 'Units were first exposed long after their assignment; they were kept.'),
    ('never_exposed_units', 9, 'ok', 'Units were never exposed; in exposed mode they were left out.'),
    ('orphan_exposures', 10, 'warn', 'Exposures of units that were never assigned in the experiment; they were left out.'),
    ('orphan_events', 11, 'warn', 'Events of units that were never assigned in any experiment; they count for none.'),
    ('resent_events', 12, 'ok', 'Events were sent again under the same event id; each counts once.'),
    ('rejected_missing_field', 13, 'warn', 'Rows lacked a required field and were refused.'),
    ('rejected_bucket_out_of_range', 14, 'warn', 'Assignments had a bucket outside 0..9999 and were refused.'),
    ('rejected_not_utc', 15, 'warn', 'Rows had a time that was not in UTC and were refused.'),
    ('rejected_timestamp_out_of_range', 16, 'warn', 'Rows had an impossible time and were refused.'),
    ('rejected_too_long', 17, 'warn', 'Rows had a text beyond its limit and were refused.'),
    ('rejected_not_finite', 18, 'warn', 'Rows had a number that was not finite or beyond its limit and were refused.'),
    ('rejected_invalid_text', 19, 'warn', 'Rows had text that no database can keep and were refused.'),
    ('rejected_invalid_json', 20, 'warn', 'Rows had properties that were not a JSON object and were refused.'),
    ('dropped_exposures', 21, 'warn', 'Senders had to drop exposures that they could not send or keep; exposed units may be missing.')
)

select * from final
