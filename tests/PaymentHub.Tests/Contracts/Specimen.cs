using System.Collections;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Register;

namespace PaymentHub.Tests.Contracts;

/// <summary>
/// Makes one value of a type with every member filled and no default in it, so that a member that gets lost shows.
/// </summary>
internal static class Specimen
{
    private static readonly Dictionary<Type, object> Scalars = new()
    {
        [typeof(string)] = "Xã Ba Tơ",
        [typeof(bool)] = true,
        [typeof(int)] = 7,
        [typeof(long)] = 700_000L,
        [typeof(Guid)] = new Guid("6f1f3c1e-9a51-4c4b-8f0e-2f6d4f1b7a10"),
        [typeof(Instant)] = Instant.FromUtc(2026, 11, 2, 1, 30),
        [typeof(LocalDate)] = new LocalDate(2026, 11, 2),
        [typeof(LocalTime)] = new LocalTime(15, 30),
        [typeof(YearMonth)] = new YearMonth(2026, 11),
        [typeof(Money)] = new Money(1_250_000),
        [typeof(Hundredths)] = new Hundredths(250),
        [typeof(PersonalId)] = PersonalId.Parse("051060000118"),
        [typeof(BirthDate)] = new BirthDate(1960, 3, 12),
    };

    public static object Of(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalars.TryGetValue(value, out var scalar)) return scalar;
        if (value.IsEnum) return Enum.GetValues(value).Cast<object>().Last();
        if (value.IsArray) return ArrayOf(value.GetElementType()!);
        if (value.IsGenericType && value.IsAssignableTo(typeof(IEnumerable))) return ListOf(value);
        var constructor = value.GetConstructors().MaxBy(c => c.GetParameters().Length)
            ?? throw new InvalidOperationException($"{value} has no public constructor.");
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Of(p.ParameterType))]);
    }

    private static Array ArrayOf(Type element)
    {
        var array = Array.CreateInstance(element, 1);
        array.SetValue(Of(element), 0);
        return array;
    }

    private static Array ListOf(Type list)
    {
        if (list.GetGenericArguments() is [var element] && list.IsAssignableFrom(element.MakeArrayType()))
            return ArrayOf(element);
        throw new InvalidOperationException($"No specimen of {list}: store an array, or teach this.");
    }
}
