namespace GrpcExp.Rpc.Client;

/// <summary>
/// Hands out one task at a time that nobody has to await: the status of the call says how it went, so a failure that is
/// not awaited is no unobserved exception. It costs nothing while tasks succeed.
/// </summary>
internal abstract class TaskOwner
{
    private volatile Task? _task;

    /// <summary>Before a new task is started.</summary>
    protected void Disown() => _task = null;

    protected T Own<T>(T task)
        where T : Task
    {
        _task = task;
        return task;
    }

    /// <summary>Called by the owned task itself when it is about to fail.</summary>
    protected void ObserveFailure() => _ = ObserveAsync();

    private async Task ObserveAsync()
    {
        do
        {
            // The task may still be on its way from the method that made it to Own.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        while (_task is null);
        await _task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
