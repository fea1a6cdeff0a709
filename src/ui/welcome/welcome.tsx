import { render } from 'preact';
import { nameDocument } from '../words.ts';
import { WelcomePage } from './welcome-page.tsx';

const root = document.getElementById('welcome');

if (root !== null) {
  nameDocument('welcome_title');
  render(<WelcomePage />, root);
}
