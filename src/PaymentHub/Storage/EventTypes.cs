using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using NodaTime;
using PaymentHub.Domain;

namespace PaymentHub.Storage;

/// <summary>
/// Every event of the domain with its stable stored name: the type's name in snake case. An event is a public record of
/// the domain with an <c>At</c> instant; the committed <c>events.json</c> lists them all with their members, and a test
/// compares.
/// </summary>
public static class EventTypes
{
    /// <summary>Stored name → type, in the order of the names.</summary>
    public static IReadOnlyDictionary<string, Type> All { get; } = Find();

    /// <summary>The stored name of an event type, e.g. <c>payments_settled</c>.</summary>
    public static string NameOf(Type type)
    {
        var name = new StringBuilder();
        foreach (var c in type.Name)
        {
            if (char.IsUpper(c) && name.Length > 0) name.Append('_');
            name.Append(char.ToLowerInvariant(c));
        }

        return name.ToString();
    }

    /// <summary>When the event happened, as it says itself.</summary>
    public static Instant AtOf(object e) => Times[e.GetType()](e);

    private static readonly Dictionary<Type, Func<object, Instant>> Times = Find().Values.ToDictionary(t => t, TimeOf);

    private static Func<object, Instant> TimeOf(Type type)
    {
        var e = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, Instant>>(
            Expression.Property(Expression.Convert(e, type), "At"), e).Compile();
    }

    private static SortedDictionary<string, Type> Find()
    {
        var found = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        foreach (var type in typeof(Money).Assembly.GetExportedTypes())
        {
            // The copy constructor tells records apart from other classes that happen to carry a time.
            var isRecord = type is { IsClass: true, IsAbstract: false, IsNested: false, IsGenericTypeDefinition: false }
                && type.GetMethod("<Clone>$", BindingFlags.Instance | BindingFlags.Public) is not null;
            if (isRecord && type.GetProperty("At")?.PropertyType == typeof(Instant)) found.Add(NameOf(type), type);
        }

        return found;
    }
}
