-- grain: one row per assignment event (event_id)

{{ config(materialized='incremental', unique_key='event_id') }}

with assignments as (
  select * from {{ ref('stg_assignments') }}
),

final as (
  select
    event_id,
    experiment_key,
    flag_key,
    unit_id,
    variant,
    bucket,
    assigned_at,
    segment,
    country,
    platform,
    received_at
  from assignments
  {% if is_incremental() -%}
  where received_at >= (
    select coalesce({{ dateadd('day', '-' ~ var('incremental_lookback_days'), 'max(received_at)') }}, '1970-01-01')
    from {{ this }}
  )
  {%- endif %}
)

select * from final
