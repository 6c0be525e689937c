using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Unit.Statistics;

/// <summary>Tails against integrals evaluated by mpmath with 50 digits, from the centre down to 1e-300.</summary>
public sealed class DistributionTests
{
    public static TheoryData<string> Cases() => Oracle.Cases("distributions");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tails_and_their_inverses_agree_with_mpmath(string json)
    {
        var c = Oracle.Parse(json);
        double[] args = c.Numbers("args");
        double actual = c.GetProperty("function").GetString() switch
        {
            "t_sf" => StudentT.Survival(args[0], args[1]),
            "t_isf" => StudentT.InverseSurvival(args[0], args[1]),
            "norm_sf" => StandardNormal.Survival(args[0]),
            "norm_isf" => StandardNormal.InverseSurvival(args[0]),
            "chi2_sf" => ChiSquared.Survival(args[0], args[1]),
            "nct_sf" => NoncentralT.Survival(args[0], args[1], args[2]),
            var other => throw new InvalidDataException(other),
        };
        Oracle.Agree(c.Number("expected"), actual, "the tail");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7.3)]
    [InlineData(1e5)]
    [InlineData(1e12)]
    public void The_two_tails_add_up_to_one(double df)
    {
        foreach (double t in new[] { 0, 1e-9, 0.3, 0.99, 1, 1.01, 2.5, 6 })
        {
            Assert.Equal(1, StudentT.Survival(t, df) + StudentT.Survival(-t, df), 1e-15);
        }
    }

    [Fact]
    public void A_noncentral_t_without_a_shift_is_a_central_one()
    {
        foreach (double df in new[] { 0.8, 1, 3, 25, 1e4, 1e10 })
        {
            foreach (double t in new[] { 0.1, 1, 2, 5, 30 })
            {
                Oracle.Agree(StudentT.Survival(t, df), NoncentralT.Survival(t, df, 0), $"P(T > {t}) on {df}");
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_quantile_of_an_impossible_probability_is_refused(double probability)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.InverseSurvival(probability, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => StandardNormal.InverseSurvival(probability));
    }

    [Fact]
    public void Degrees_of_freedom_must_be_positive()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Survival(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChiSquared.Survival(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoncentralT.Survival(1, double.NaN, 0));
    }
}
