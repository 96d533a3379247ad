namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>Repeatable draws (SplitMix64): the same seed gives the same numbers on every machine.</summary>
internal struct SeededDraw(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A whole number from 0 up to, but not including, the bound.</summary>
    public int Below(int bound)
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return (int)((z ^ (z >> 31)) % (ulong)bound);
        }
    }
}
