-- More than one refused row in ten means that a sender is broken.
{{ config(severity='warn') }}

with refused as (
  select count(*) as refused_count from {{ ref('stg_rejected_events') }}
),

stored as (
  select
    (select count(*) from {{ ref('stg_assignments') }})
    + (select count(*) from {{ ref('stg_exposures') }})
    + (select count(*) from {{ ref('stg_events') }}) as stored_count
)

select *
from refused
cross join stored
where refused_count * 10 > stored_count
