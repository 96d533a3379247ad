using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using NodaTime;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests;

/// <summary>
/// Every "no" of the domain as it is told: its code, which callers rely on, and its two texts. The list is in
/// refusals.txt beside this file; REFUSALS_WRITE=1 writes it anew, for the change to be read in the diff.
/// </summary>
public sealed class RefusalTests
{
    [Fact]
    public void Every_refusal_keeps_its_code_and_says_what_to_do_in_both_languages()
    {
        var told = string.Concat(typeof(Refusal).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Refusal)) && !t.IsAbstract)
            .OrderBy(t => t.FullName, StringComparer.Ordinal)
            .Select(t => (t.Name, Refusal: (Refusal)Sample(t, ""))).Select(r =>
                $"{r.Name}\n  {r.Refusal.Code}\n  {r.Refusal.Vietnamese}\n  {r.Refusal.English}\n"));
        if (Environment.GetEnvironmentVariable("REFUSALS_WRITE") == "1") File.WriteAllText(Kept(), told);

        told.Split('\n').ShouldBe(File.ReadAllText(Kept()).Split('\n'));
    }

    private static string Kept([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "refusals.txt");

    // A value of any type that a refusal carries; a word is the name of its place, as long as a hash.
    private static object Sample(Type type, string name)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Sample(underlying, name);
        if (type == typeof(string)) return $"<{name}>".PadRight(16, '.');
        if (type == typeof(Money)) return new Money(1_234_567);
        if (type == typeof(LocalDate)) return new LocalDate(2026, 12, 1);
        if (type == typeof(YearMonth)) return new YearMonth(2026, 11);
        if (type == typeof(Instant)) return Instant.FromUtc(2026, 12, 1, 2, 3);
        if (type == typeof(Guid)) return new Guid("00000000-0000-0000-0000-000000000007");
        if (type.IsEnum) return Enum.GetValues(type).GetValue(0)!;
        if (type.IsPrimitive) return Convert.ChangeType(1, type, CultureInfo.InvariantCulture);
        if (type.IsArray || (type.IsInterface && type.IsGenericType)) return Several(type, name);
        var maker = type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(c => c.GetParameters() is not [{ } only] || only.ParameterType != type)
            .MaxBy(c => c.GetParameters().Length)!;
        return maker.Invoke([.. maker.GetParameters().Select(p => Sample(p.ParameterType, p.Name!))]);
    }

    private static Array Several(Type type, string name)
    {
        var part = type.IsArray ? type.GetElementType()! : type.GetGenericArguments()[0];
        var several = Array.CreateInstance(part, 1);
        several.SetValue(Sample(part, name), 0);
        return several;
    }
}
