-- grain: one row per refused row, whatever its kind (content_hash)

with rejected_events as (
  select * from {{ source('raw', 'rejected_events') }}
),

final as (
  select
    content_hash,
    kind as event_kind,
    experiment_key,
    unit_id,
    field as rejected_field,
    reason as rejection_reason,
    rejected_at
  from rejected_events
)

select * from final
