namespace GrpcExp.Warehouse.Builds;

/// <summary>Runs nodes as soon as what they depend on has ended. How many run at once is up to what they wait for.</summary>
internal static class BuildSchedule
{
    /// <summary>Ends when all nodes have; the first failure cancels the others and is thrown once they have ended.</summary>
    public static async Task RunAsync(IReadOnlyList<BuildNode> nodes, Func<BuildNode, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = nodes.ToDictionary(node => node.Index, node => node.DependsOn.ToHashSet());
        var running = new Dictionary<Task, int>();
        Exception? failure = null;
        void StartFree()
        {
            foreach (var node in nodes.Where(node => waiting.TryGetValue(node.Index, out var reads) && reads.Count == 0))
            {
                waiting.Remove(node.Index);
                running.Add(Task.Run(() => run(node, failing.Token), failing.Token), node.Index);
            }
        }

        StartFree();
        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running.Keys).ConfigureAwait(false);
            running.Remove(ended, out var index);
            if (!ended.IsCompletedSuccessfully)
            {
                failure ??= ended.IsCanceled ? new OperationCanceledException(failing.Token) : ended.Exception!.InnerException!;
                await failing.CancelAsync().ConfigureAwait(false);
                continue;
            }

            foreach (var reads in waiting.Values)
            {
                reads.Remove(index);
            }

            if (failure is null)
            {
                StartFree();
            }
        }

        if (failure is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }
}
