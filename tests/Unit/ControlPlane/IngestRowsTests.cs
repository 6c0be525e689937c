using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.ControlPlane.Ingestion;

namespace GrpcExp.Unit.ControlPlane;

public sealed class IngestRowsTests
{
    [Fact]
    public void A_property_that_is_a_number_in_JSONs_spelling_is_written_as_one()
    {
        var recorded = new Event { Properties = { ["price"] = "12.50", ["sku"] = "007", ["big"] = "1e999", ["note"] = "a \"b\"" } };

        Assert.Equal("""{"price":12.50,"sku":"007","big":"1e999","note":"a \u0022b\u0022"}""", IngestRows.Of(recorded).Properties);
    }

    [Fact]
    public void What_was_not_sent_stays_unsent()
    {
        var row = IngestRows.Of(new Event { EventId = "e" });

        Assert.Null(row.Value);
        Assert.Null(row.Properties);
        Assert.Null(row.OccurredAt);
    }

    [Fact]
    public void A_time_that_is_none_counts_as_missing()
    {
        Assert.Null(IngestRows.Of(new Exposure { ExposeTime = new Timestamp { Seconds = long.MaxValue } }).ExposedAt);
        Assert.Null(IngestRows.Of(new Exposure { ExposeTime = new Timestamp { Nanos = -1 } }).ExposedAt);
    }

    [Fact]
    public void Segments_come_from_the_attributes()
    {
        var row = IngestRows.Of(new Assignment { Bucket = 7, Attributes = { ["country"] = "DE", ["segment"] = "new", ["platform"] = "ios" } });

        Assert.Equal((7, "DE", "new", "ios"), (row.Bucket, row.Country, row.Segment, row.Platform));
    }
}
