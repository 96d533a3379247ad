namespace PaymentHub;

/// <summary>
/// Names the texts of the web in <c>Web/Resources/Ui.resx</c> (Vietnamese) and <c>Ui.en.resx</c>. It stands in the root
/// namespace because the localiser derives the resource's name from it.
/// </summary>
public sealed class Ui;
