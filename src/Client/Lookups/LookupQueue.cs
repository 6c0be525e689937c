namespace GrpcExp.Client.Lookups;

/// <summary>Requests on their way, in the order in which answers come: a ring that grows up to its limit.</summary>
internal sealed class LookupQueue(int limit)
{
    private const int FirstSize = 64;

    private LookupOperation?[] _ring = new LookupOperation?[Math.Min(FirstSize, limit)];
    private int _head;
    private int _count;

    /// <summary>How many are on their way.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether one more would be over the limit.</summary>
    public bool IsFull => _count == limit;

    /// <summary>The one at a distance from the oldest.</summary>
    public LookupOperation this[int index] => _ring[(_head + index) % _ring.Length]!;

    public void Enqueue(LookupOperation operation)
    {
        if (_count == _ring.Length)
        {
            Grow();
        }

        _ring[(_head + _count) % _ring.Length] = operation;
        Volatile.Write(ref _count, _count + 1);
    }

    public LookupOperation Dequeue()
    {
        var operation = _ring[_head]!;
        _ring[_head] = null;
        _head = (_head + 1) % _ring.Length;
        Volatile.Write(ref _count, _count - 1);
        return operation;
    }

    private void Grow()
    {
        var larger = new LookupOperation?[Math.Min(_ring.Length * 2, limit)];
        for (var index = 0; index < _count; index++)
        {
            larger[index] = this[index];
        }

        (_ring, _head) = (larger, 0);
    }
}
