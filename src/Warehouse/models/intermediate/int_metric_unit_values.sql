-- grain: one row per experiment, unit and metric that counts; made from definitions, never written by hand

with units as (
  select * from {{ ref('int_experiment_exposure_validation') }}
  where is_crossover = 0
),

metrics as (
  select * from {{ ref('int_experiment_metrics') }}
),

totals as (
  select * from {{ ref('int_metric_unit_totals') }}
),

uncapped_values as (
  select
    experiment_key,
    unit_id,
    metric_key,
    metrics.cap_value,
    metrics.cap_percentile,
    coalesce(
      case metrics.metric_type
        when 'conversion' then case when totals.event_count > 0 then cast(1 as double precision) end
        when 'count' then cast(totals.event_count as double precision)
        when 'sum' then totals.value_sum
        when 'mean' then totals.value_sum / nullif(totals.value_count, 0)
      end,
      case metrics.missing_rule when 'zero' then cast(0 as double precision) end
    ) as uncapped_value
  from units
  inner join metrics using (experiment_key)
  left join totals using (experiment_key, unit_id, metric_key)
),

-- Linear interpolation between the two neighbouring values, as numpy's default percentile.
ranked_values as (
  select
    experiment_key,
    metric_key,
    uncapped_value,
    row_number() over (partition by experiment_key, metric_key order by uncapped_value) - 1 as value_rank,
    (count(*) over (partition by experiment_key, metric_key) - 1) * cap_percentile / 100 as cap_rank
  from uncapped_values
  where cap_percentile is not null and uncapped_value is not null
),

percentile_caps as (
  select
    experiment_key,
    metric_key,
    sum(uncapped_value * (1 - abs(value_rank - cap_rank))) as cap_value
  from ranked_values
  where value_rank > cap_rank - 1 and value_rank < cap_rank + 1
  group by experiment_key, metric_key
),

final as (
  select
    experiment_key,
    unit_id,
    metric_key,
    uncapped_value,
    case
      when uncapped_value > coalesce(percentile_caps.cap_value, uncapped_values.cap_value)
        then coalesce(percentile_caps.cap_value, uncapped_values.cap_value)
      else uncapped_value
    end as metric_value
  from uncapped_values
  left join percentile_caps using (experiment_key, metric_key)
  where uncapped_value is not null
)

select * from final
