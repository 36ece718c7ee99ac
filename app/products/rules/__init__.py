"""Pure rules of products: matching, premium, subsidies, benefits, dates, extra questions."""
