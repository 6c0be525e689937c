using System.Text.Json;
using GrpcExp.Evaluation;

namespace GrpcExp.Unit.Evaluation;

public sealed class BucketingTests
{
    [Fact]
    [Trait("Promise", "P3.5")]
    public void Every_reference_vector_gets_its_bucket()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("vectors", "bucketing.json")));
        var vectors = document.RootElement.GetProperty("vectors").EnumerateArray().ToList();
        Assert.Equal(200, vectors.Count);
        Assert.All(vectors, vector => Assert.Equal(
            vector.GetProperty("bucket").GetInt32(),
            Bucketing.Bucket(vector.GetProperty("flag_key").GetString(), vector.GetProperty("user_id").GetString())));
    }

    // Oracle: Python 3.11, int(hashlib.sha256(('k:' + 'é' * 5000).encode()).hexdigest(), 16) % 10000.
    [Fact]
    public void An_id_longer_than_the_stack_buffer_is_hashed_whole() =>
        Assert.Equal(3699, Bucketing.Bucket("k", new string('é', 5000)));

    // χ² with 9999 degrees of freedom exceeds 10441.709 with probability 0.001 (scipy 1.10.1, chi2.isf(0.001, 9999)).
    [Theory]
    [InlineData("checkout")]
    [InlineData("holdout:production")]
    [InlineData("a")]
    public void Units_spread_evenly_over_the_buckets(string key)
    {
        const int Units = 1_000_000;
        var counts = new int[Bucketing.BucketCount];
        Span<char> id = stackalloc char[20];
        for (var unit = 0; unit < Units; unit++)
        {
            id.TryWrite($"user-{unit}", out var length);
            counts[Bucketing.Bucket(key, id[..length])]++;
        }

        const double Expected = (double)Units / Bucketing.BucketCount;
        Assert.InRange(counts.Sum(count => (count - Expected) * (count - Expected) / Expected), 0, 10_441.709);
    }

    // Two flags must not hand the same half of the users their treatments: χ² with one degree of freedom
    // exceeds 10.828 with probability 0.001 (same table).
    [Fact]
    public void Two_keys_bucket_the_same_units_independently()
    {
        const int Units = 100_000;
        var cells = new int[4];
        for (var unit = 0; unit < Units; unit++)
        {
            var id = $"user-{unit}";
            cells[(Bucketing.Bucket("first", id) < 5000 ? 0 : 2) + (Bucketing.Bucket("second", id) < 5000 ? 0 : 1)]++;
        }

        double Marginal(int left, int right) => cells[left] + cells[right];
        double difference = ((double)cells[0] * cells[3]) - ((double)cells[1] * cells[2]);
        var chiSquared = Units * difference * difference / (Marginal(0, 1) * Marginal(2, 3) * Marginal(0, 2) * Marginal(1, 3));
        Assert.InRange(chiSquared, 0, 10.828);
    }
}
