namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>How far two texts are apart.</summary>
public static class TextDistance
{
    /// <summary>True where one letter more, less or other, or two changed, make one text the other.</summary>
    public static bool IsOneSlip(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1 || a == b) return false;
        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start]) start++;
        var end = 0;
        while (end < a.Length - start && end < b.Length - start && a[^(end + 1)] == b[^(end + 1)]) end++;
        var (restA, restB) = (a.Length - start - end, b.Length - start - end);
        if (restA <= 1 && restB <= 1) return true;
        return restA == 2 && restB == 2 && a[start] == b[start + 1] && a[start + 1] == b[start];
    }

    /// <summary>
    /// Levenshtein distance, two neighbours changed counting one (optimal string alignment), or
    /// <paramref name="most"/> + 1 where it is larger than that.
    /// </summary>
    public static int Between(string a, string b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most) return most + 1;
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, 1 + Math.Min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return Math.Min(last[b.Length], most + 1);
    }
}
