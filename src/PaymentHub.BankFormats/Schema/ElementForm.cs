namespace PaymentHub.BankFormats.Schema;

/// <summary>What may stand inside an element: other elements in an order, or a value with attributes.</summary>
internal sealed class ElementForm
{
    /// <summary>Children in the order of the message; empty where the element holds a value.</summary>
    public ChildForm[] Children { get; set; } = [];

    /// <summary>Places of the order of which one must be filled.</summary>
    public PlaceForm[] Required { get; set; } = [];

    /// <summary>The value; null where the element holds other elements.</summary>
    public ValueForm? Value { get; init; }

    public AttributeForm[] Attributes { get; init; } = [];
}

/// <summary>One child that an element may have.</summary>
/// <param name="Name">Local name; empty where any element may stand.</param>
/// <param name="Form">Null where any element may stand.</param>
/// <param name="Place">Number of its place in the order; the choices of one place share it.</param>
/// <param name="Most">How often it may occur, from 1.</param>
/// <param name="Space">
/// The namespace that any element here must be of; null where it may be of every one. Says nothing of a named child.
/// </param>
internal sealed record ChildForm(string Name, ElementForm? Form, int Place, int Most, string? Space = null)
{
    public bool IsAny => Form is null;

    /// <summary>Whether paths number it.</summary>
    public bool IsNumbered => Most > 1;
}

/// <summary>A required place of the order: the children from <paramref name="First"/> on, of which one must occur
/// at least <paramref name="Least"/> times.</summary>
internal sealed record PlaceForm(int First, int Count, int Least);

/// <summary>An attribute that an element may have.</summary>
internal sealed record AttributeForm(string Name, ValueForm Value, bool IsRequired);

/// <summary>The grammar of one version of a message.</summary>
/// <param name="Name">Its full name, such as <c>camt.053.001.08</c>.</param>
/// <param name="Root">Local name of the outermost element.</param>
/// <param name="Form">What the outermost element holds.</param>
internal sealed record MessageGrammar(string Name, string Root, ElementForm Form);
