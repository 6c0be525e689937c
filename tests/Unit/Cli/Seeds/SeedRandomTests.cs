using GrpcExp.Cli.Seeds;

namespace GrpcExp.Unit.Cli.Seeds;

public sealed class SeedRandomTests
{
    /// <summary>Oracle: the test vector of Rust's rand_xoshiro 0.6, which was made with the reference C code.</summary>
    [Fact]
    public void It_is_xoshiro256_star_star()
    {
        var random = new SeedRandom(1, 2, 3, 4);
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625,
            8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        Assert.Equal(expected, expected.Select(_ => random.Next()));
    }

    /// <summary>Oracle: the first outputs of Vigna's splitmix64.c from state 1234567 (Rosetta Code, Pseudo-random numbers/Splitmix64).</summary>
    [Fact]
    public void It_is_seeded_by_split_mix()
    {
        var state = 1234567UL;
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, expected.Select(_ => SeedRandom.SplitMix(ref state)));
    }

    [Fact]
    public void Each_purpose_has_numbers_of_its_own() =>
        Assert.NotEqual(new SeedRandom(42, "a").Next(), new SeedRandom(42, "b").Next());

    [Fact]
    public void A_shuffle_loses_and_doubles_nothing()
    {
        var items = Enumerable.Range(0, 1000).ToArray();
        new SeedRandom(42, "shuffle").Shuffle<int>(items);
        Assert.NotEqual(Enumerable.Range(0, 1000), items);
        Assert.Equal(Enumerable.Range(0, 1000), items.Order());
    }

    [Fact]
    public void Numbers_stay_within_their_bounds()
    {
        var random = new SeedRandom(42, "bounds");
        var numbers = Enumerable.Range(0, 10_000).Select(_ => random.Below(7)).ToArray();
        Assert.Equal(Enumerable.Range(0, 7), numbers.Distinct().Order());
    }
}
