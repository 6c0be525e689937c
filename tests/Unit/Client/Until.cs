namespace GrpcExp.Unit.Client;

/// <summary>Waits for something that another thread does.</summary>
internal static class Until
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Deadline, $"Not within {Deadline.TotalSeconds} s.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
