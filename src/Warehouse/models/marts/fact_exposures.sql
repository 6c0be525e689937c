-- grain: one row per exposure event (event_id)

{{ config(materialized='incremental', unique_key='event_id') }}

with exposures as (
  select * from {{ ref('stg_exposures') }}
),

final as (
  select
    event_id,
    experiment_key,
    flag_key,
    unit_id,
    variant,
    exposed_at,
    received_at
  from exposures
  {% if is_incremental() -%}
  where received_at >= (
    select coalesce({{ dateadd('day', '-' ~ var('incremental_lookback_days'), 'max(received_at)') }}, '1970-01-01')
    from {{ this }}
  )
  {%- endif %}
)

select * from final
