using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync.Exposures;

public sealed class ExposureIdentityTests
{
    // Python: hashlib.sha256(b"production\nexperiment\non\n490176\nunit-1").hexdigest()[:32], and likewise.
    [Theory]
    [InlineData("unit-1", 490_176, "7999fac2dd90a67d8366167829f9c11f")]
    [InlineData("ü\n\uFFFD", 490_176, "03ef4bf17649188ba9fd58cede1a8fef")]
    public void The_id_of_an_exposure_is_the_first_half_of_sha_256_over_its_parts(string unit, long hour, string expected) =>
        Assert.Equal(expected, ExposureIdentity.ToEventId(ExposureIdentity.OfExposure("production", "experiment", "on", unit, hour)));

    [Fact]
    public void Half_a_surrogate_pair_counts_as_the_replacement_character_as_on_the_wire() =>
        Assert.Equal(
            ExposureIdentity.OfAssignment("e", "x", "v", "\uFFFD"), ExposureIdentity.OfAssignment("e", "x", "v", new string((char)0xD800, 1)));

    [Fact]
    public void The_id_of_an_assignment_has_no_hour() =>
        Assert.Equal(
            "8669c5280a8ac3d22162f4b14b7dc78e",
            ExposureIdentity.ToEventId(ExposureIdentity.OfAssignment("production", "experiment", "on", "unit-1")));

    [Fact]
    public void Input_of_any_length_has_an_id()
    {
        var text = new string('ü', 100_000);
        Assert.NotEqual(
            ExposureIdentity.OfExposure(text, text, text, text, 1), ExposureIdentity.OfExposure(text, text, text, text + "x", 1));
    }

    [Theory]
    [InlineData("2025-12-02T00:00:00Z", 490_176)]
    [InlineData("2025-12-02T00:59:59.999Z", 490_176)]
    [InlineData("2025-12-01T23:59:59.999Z", 490_175)]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    public void Hours_are_counted_from_the_unix_epoch(string instant, long hour) =>
        Assert.Equal(hour, ExposureIdentity.HourOf(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void An_event_id_reads_back()
    {
        var identity = ExposureIdentity.OfAssignment("e", "x", "v", "u");
        Assert.Equal(identity, ExposureIdentity.Parse(ExposureIdentity.ToEventId(identity)));
        Assert.Equal("00000000000000000000000000000001", ExposureIdentity.ToEventId(1));
    }
}
