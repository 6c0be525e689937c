-- grain: one row per kind of check, event name and UTC day

with observations as (
  select * from {{ ref('int_monitored_values') }}
),

earlier_values as (
  select
    observations.*,
    earlier.day as earlier_day,
    earlier.observed as earlier_observed,
    avg(earlier.observed) over (
      partition by observations.check_kind, observations.subject, observations.day
      order by earlier.day rows between unbounded preceding and unbounded following
    ) as expected
  from observations
  left join observations as earlier
    on earlier.check_kind = observations.check_kind
    and earlier.subject = observations.subject
    and {{ datediff('earlier.day', 'observations.day', 'day') }} between 1 and {{ var('anomaly_window_days') }}
),

windows as (
  select
    check_kind,
    subject,
    day,
    observed,
    expected,
    observed - expected as deviation,
    -- Means of equal values may differ in their last digit.
    1e-9 * abs(expected) as tolerance,
    count(earlier_observed) as earlier_day_count,
    sqrt(sum((earlier_observed - expected) * (earlier_observed - expected) order by earlier_day) / nullif(count(earlier_observed) - 1, 0)) as std_dev
  from earlier_values
  group by check_kind, subject, day, observed, expected
),

scores as (
  select
    windows.*,
    case when earlier_day_count >= {{ var('anomaly_minimum_days') }} and std_dev > tolerance then deviation / std_dev end as z_score
  from windows
),

judged as (
  select
    scores.*,
    case
      when earlier_day_count < {{ var('anomaly_minimum_days') }} or abs(deviation) <= tolerance then 'ok'
      when check_kind = 'freshness_hours' and deviation < 0 then 'ok'
      when z_score is null or abs(z_score) > {{ var('anomaly_warn_z') }} then case when abs(z_score) > {{ var('anomaly_error_z') }} then 'error' else 'warn' end
      else 'ok'
    end as severity
  from scores
),

final as (
  select
    check_kind, subject, day, observed, expected, std_dev, z_score, severity,
    case
      when earlier_day_count < {{ var('anomaly_minimum_days') }} then 'too few earlier days'
      when abs(deviation) <= tolerance or abs(z_score) <= {{ var('anomaly_warn_z') }} then 'as usual'
      when z_score is null then 'changed after days all alike'
      when deviation > 0 then 'higher than usual'
      else 'lower than usual'
    end as detail
  from judged
)

select * from final
