using System.Globalization;
using CsCheck;

namespace PaymentHub.Tests.Support;

/// <summary>
/// Properties checked on the same generated cases in every run, so that a red run is always the fault of the change
/// under test. PROPERTY_SEED (a number, 1 when not set) chooses other cases for a search; a case that fails is handed
/// to CsCheck, which shrinks it and prints the seed that CsCheck_Seed takes.
/// </summary>
internal static class Property
{
    private static readonly string? Chosen = Environment.GetEnvironmentVariable("PROPERTY_SEED");

    private static readonly ulong Root =
        string.IsNullOrEmpty(Chosen) ? 1 : ulong.Parse(Chosen, NumberStyles.None, CultureInfo.InvariantCulture);

#if FEWER_CASES
    // A changed program is run against every property that reaches the change, thousands of times over.
    private const int OneCaseIn = 8;
#else
    private const int OneCaseIn = 1;
#endif

    /// <summary>Whether enough cases are run for a test to tell what they contain.</summary>
    public static bool Whole => OneCaseIn == 1;

    /// <summary>
    /// Checks that <paramref name="check"/> throws for none of <paramref name="iter"/> cases, the first of which is
    /// number <paramref name="from"/>.
    /// </summary>
    public static void Holds<T>(this Gen<T> gen, Action<T> check, long iter = 100, long from = 0)
    {
        if (Check.Seed is not null)
        {
            gen.Sample(check, iter: iter, threads: 1);
            return;
        }

        for (var i = from; i < from + (iter / OneCaseIn); i++)
        {
            var random = new PCG(1, unchecked((Root * 1_000_003) + (ulong)i));
            var start = random.ToString();
            try
            {
                check(gen.Generate(random, null, out _));
            }
            catch (Exception failure)
            {
                gen.Sample(check, seed: start, threads: 1);
                throw new InvalidOperationException(
                    $"PROPERTY_SEED={Root}, case {i} (CsCheck_Seed={start}) failed once and held when repeated.",
                    failure);
            }
        }
    }

    /// <summary>Checks that <paramref name="predicate"/> is true for <paramref name="iter"/> cases.</summary>
    public static void Holds<T>(this Gen<T> gen, Func<T, bool> predicate, long iter = 100) =>
        gen.Holds(Checked(predicate), iter);

    public static void Holds<T1, T2>(this Gen<(T1, T2)> gen, Action<T1, T2> check, long iter = 100) =>
        gen.Holds(t => check(t.Item1, t.Item2), iter);

    public static void Holds<T1, T2>(this Gen<(T1, T2)> gen, Func<T1, T2, bool> predicate, long iter = 100) =>
        gen.Holds(t => predicate(t.Item1, t.Item2), iter);

    public static void Holds<T1, T2, T3>(this Gen<(T1, T2, T3)> gen, Action<T1, T2, T3> check, long iter = 100) =>
        gen.Holds(t => check(t.Item1, t.Item2, t.Item3), iter);

    public static void Holds<T1, T2, T3>(
        this Gen<(T1, T2, T3)> gen, Func<T1, T2, T3, bool> predicate, long iter = 100) =>
        gen.Holds(t => predicate(t.Item1, t.Item2, t.Item3), iter);

    public static void Holds<T1, T2, T3, T4>(
        this Gen<(T1, T2, T3, T4)> gen, Action<T1, T2, T3, T4> check, long iter = 100) =>
        gen.Holds(t => check(t.Item1, t.Item2, t.Item3, t.Item4), iter);

    public static void Holds<T1, T2, T3, T4>(
        this Gen<(T1, T2, T3, T4)> gen, Func<T1, T2, T3, T4, bool> predicate, long iter = 100) =>
        gen.Holds(t => predicate(t.Item1, t.Item2, t.Item3, t.Item4), iter);

    public static void Holds<T1, T2, T3, T4, T5>(
        this Gen<(T1, T2, T3, T4, T5)> gen, Action<T1, T2, T3, T4, T5> check, long iter = 100) =>
        gen.Holds(t => check(t.Item1, t.Item2, t.Item3, t.Item4, t.Item5), iter);

    private static Action<T> Checked<T>(Func<T, bool> predicate) => value =>
    {
        if (!predicate(value)) throw new InvalidOperationException($"Does not hold for {value}");
    };
}
