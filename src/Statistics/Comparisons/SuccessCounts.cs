namespace GrpcExp.Statistics.Comparisons;

/// <summary>Guards the counts of a proportion.</summary>
internal static class SuccessCounts
{
    public static void Require(long successes, long count, string parameter)
    {
        if (successes < 0 || successes > count)
        {
            throw new ArgumentOutOfRangeException(parameter, successes, $"{parameter} must lie between 0 and the {count} units.");
        }
    }
}
