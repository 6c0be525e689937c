using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.Evaluation;

namespace GrpcExp.Sync;

/// <summary>
/// Notes exposures as flags are evaluated: once an hour for each experiment, unit and variant, in bounded memory. The first one of a
/// unit brings its assignment along, with the attributes that results are broken down by.
/// </summary>
public sealed class ExposureLog : IExposureRecorder
{
    /// <summary>The attributes that the warehouse keeps with an assignment. Nothing else that callers tell of a unit leaves the process.</summary>
    private static readonly string[] SegmentAttributes = ["segment", "country", "platform"];

    private readonly Lock _lock = new();
    private readonly string _environment;
    private readonly HashSet<UInt128> _exposed = [];
    private readonly HashSet<UInt128> _assigned = [];
    private List<Exposure> _exposures = [];
    private List<Assignment> _assignments = [];
    private TaskCompletionSource _batchIsFull = NewSignal();
    private long _hour;

    /// <summary>Makes a log.</summary>
    /// <param name="environment">Environment, part of the ids.</param>
    /// <param name="books">Counts.</param>
    public ExposureLog(string environment, ExposureBooks books)
    {
        _environment = environment;
        Books = books;
    }

    /// <summary>Where the exposures are.</summary>
    public ExposureBooks Books { get; }

    /// <summary>Completes when a whole batch can be taken.</summary>
    internal Task BatchIsFull
    {
        get
        {
            lock (_lock)
            {
                return _batchIsFull.Task;
            }
        }
    }

    /// <inheritdoc/>
    public void Record(in EvaluationResult result, in EvaluationRequest request, DateTimeOffset now)
    {
        var (experiment, variant, unit) = (result.ExperimentKey!, result.Variant!, request.Unit.ToString());
        var hour = ExposureIdentity.HourOf(now);
        var identity = ExposureIdentity.OfExposure(_environment, experiment, variant, unit, hour);
        lock (_lock)
        {
            StartHour(hour);
            if (!_exposed.Add(identity))
            {
                Books.Repeat();
                return;
            }

            if (_exposures.Count >= ExposureLimits.Queued)
            {
                // Not remembered, so that the unit's next evaluation may find room.
                _exposed.Remove(identity);
                Books.DropNew(experiment);
                return;
            }

            _exposures.Add(new Exposure
            {
                EventId = ExposureIdentity.ToEventId(identity),
                ExperimentKey = experiment,
                FlagKey = request.FlagKey,
                UnitId = unit,
                Variant = variant,
                ExposeTime = Timestamp.FromDateTimeOffset(now),
            });
            Assign(result, request, now);
            Books.Queue();
            if (_exposures.Count >= ExposureLimits.Batch)
            {
                _batchIsFull.TrySetResult();
            }
        }
    }

    /// <summary>Takes up to a batch of what has been noted; null when there is nothing.</summary>
    internal ExposureBatch? Take()
    {
        lock (_lock)
        {
            if (_exposures.Count == 0)
            {
                return null;
            }

            ExposureBatch batch;
            if (_exposures.Count <= ExposureLimits.Batch && _assignments.Count <= ExposureLimits.Batch)
            {
                batch = new ExposureBatch(_exposures, _assignments);
                (_exposures, _assignments) = ([], []);
            }
            else
            {
                batch = new ExposureBatch(First(_exposures), First(_assignments));
            }

            if (_exposures.Count < ExposureLimits.Batch && _batchIsFull.Task.IsCompleted)
            {
                _batchIsFull = NewSignal();
            }

            Books.Collect(batch.Exposures.Count);
            return batch;
        }
    }

    /// <summary>Forgets what was dropped, so that the next evaluation records it anew.</summary>
    internal void Forget(ExposureBatch batch)
    {
        lock (_lock)
        {
            foreach (var exposure in batch.Exposures)
            {
                _exposed.Remove(ExposureIdentity.Parse(exposure.EventId));
            }

            foreach (var assignment in batch.Assignments)
            {
                _assigned.Remove(ExposureIdentity.Parse(assignment.EventId));
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static List<T> First<T>(List<T> rows)
    {
        var first = rows[..Math.Min(ExposureLimits.Batch, rows.Count)];
        rows.RemoveRange(0, first.Count);
        return first;
    }

    // Requests that began just before the hour may come just after it: only a later hour starts anew.
    private void StartHour(long hour)
    {
        if (hour > _hour || _exposed.Count >= ExposureLimits.Remembered)
        {
            _exposed.Clear();
            _hour = Math.Max(hour, _hour);
        }

        if (_assigned.Count >= ExposureLimits.Remembered)
        {
            _assigned.Clear();
        }
    }

    private void Assign(in EvaluationResult result, in EvaluationRequest request, DateTimeOffset now)
    {
        var unit = request.Unit.ToString();
        var identity = ExposureIdentity.OfAssignment(_environment, result.ExperimentKey!, result.Variant!, unit);
        if (!_assigned.Add(identity))
        {
            return;
        }

        var assignment = new Assignment
        {
            EventId = ExposureIdentity.ToEventId(identity),
            ExperimentKey = result.ExperimentKey,
            FlagKey = request.FlagKey,
            UnitId = unit,
            Variant = result.Variant,
            Bucket = result.Bucket,
            AssignTime = Timestamp.FromDateTimeOffset(now),
        };
        foreach (var attribute in request.Attributes)
        {
            if (Array.IndexOf(SegmentAttributes, attribute.Name) >= 0
                && attribute.Value.AsText is { Length: > 0 and <= ExposureLimits.AttributeLength } text)
            {
                assignment.Attributes[attribute.Name] = text;
            }
        }

        _assignments.Add(assignment);
    }
}
