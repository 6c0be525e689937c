-- grain: one row per experiment and metric: how a unit's sums become its value

with metrics as (
  select
    *,
    row_number() over (partition by experiment_id order by metric_key) as metric_number,
    case metric_type
      when 'ratio' then numerator_aggregation
      when 'quantile' then 'sum'
      when 'retention' then 'conversion'
      when 'sessions' then 'count'
      else metric_type
    end as aggregation
  from {{ ref('int_experiment_metrics') }}
),

paired_metrics as (
  select
    *,
    case metric_type when 'ratio' then denominator_aggregation else aggregation end as paired_aggregation
  from metrics
),

final as (
  select
    shard,
    experiment_id,
    experiment_metric_id,
    cast(metric_number as integer) as metric_number,
    cast(metric_number as bigint) * 268435456 as metric_place,
    metric_type,
    {{ value_rule('aggregation') }} as value_rule,
    {{ value_rule('paired_aggregation') }} as paired_rule,
    coalesce(threshold_count, 1) as threshold_count,
    case when missing_rule = 'zero' or metric_type = 'ratio' then cast(0 as double precision) end as missing_value,
    cap_percentile,
    cap_value
  from paired_metrics
)

select * from final
